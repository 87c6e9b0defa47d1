//! The pcscd rig.
