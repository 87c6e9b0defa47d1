use tapsmith_core::batch::BatchId;
use tapsmith_core::derive::ts1::{self, Owner, Role};
use tapsmith_core::key::AesKey;
use tapsmith_core::secret::Reveal as _;
use tapsmith_testkit::vectors::{self, Case};
use uuid::Uuid;

use crate::common::{alone, anyone, key, token};

fn mac_input(case: &Case) -> [u8; 30] {
    let batch = BatchId(Uuid::from_bytes(case.array("batch_id")));
    let role = Role::ALL.into_iter().find(|role| role.name() == case.text("role")).unwrap();
    let generation = u8::try_from(case.number("generation")).unwrap().try_into().unwrap();
    let owner = match case.number("record_id") {
        0 => Owner::Batch,
        id => Owner::Record(id.try_into().unwrap()),
    };
    ts1::mac_input(batch, role, generation, owner)
}

#[test]
fn the_published_vectors_come_out_of_the_token() {
    alone(|| {
        let token = token("vectors");
        let session = anyone("vectors");
        let cases = vectors::cases("ts1_key_derivation");
        let mut masters: Vec<Vec<u8>> = cases.iter().map(|case| case.hex("master_key")).collect();
        masters.sort();
        masters.dedup();
        for (id, master) in (0..).zip(&masters) {
            session.create_object(&key(&[id], master)).unwrap();
        }
        for case in &cases {
            let id = masters.iter().position(|master| *master == case.hex("master_key")).unwrap();
            let master = token.find(&[u8::try_from(id).unwrap()]).unwrap();
            let key = master.cmac(&mac_input(case)).unwrap();
            assert_eq!(key.reveal(), &case.array("key"), "{case:?}");
        }
        assert!(cases.len() >= 100, "only {} cases", cases.len());
    });
}

#[test]
fn a_key_outlives_its_token_and_goes_to_other_threads() {
    alone(|| {
        let token = token("threads");
        let key = token.generate("batch", b"1").unwrap();
        drop(token);
        let expected = key.cmac(&[1; 30]).unwrap();
        let results: Vec<AesKey> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..4).map(|_| scope.spawn(|| key.cmac(&[1; 30]).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(results.iter().all(|result| *result == expected));
        assert_ne!(key.cmac(&[2; 30]).unwrap(), expected);
    });
}
