/* A PKCS#11 library that answers as SoftHSM2 does, but for what -D says.
 * Each try of a PIN leaves a byte in the file TRIES. */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef unsigned long ulong;
typedef struct { ulong type; void *value; ulong length; } attribute;
typedef struct { unsigned char text[96]; ulong flags; } token_info;
typedef struct { ulong least, most, flags; } mechanism_info;

/* CK_FUNCTION_LIST of version 2.40, its functions by number. */
typedef struct { unsigned char version[2]; void *call[68]; } list;
enum { TOKEN_INFO = 6, MECHANISM_INFO = 8, LOGIN = 18, DESTROY = 22, READ = 24, SIGN = 43,
       GENERATE = 58 };

static list real, ours;

static ulong token_info_of(ulong slot, token_info *info)
{
    ulong rv = ((ulong (*)(ulong, token_info *))real.call[TOKEN_INFO])(slot, info);
#ifdef FLAGS
    info->flags |= FLAGS;
#endif
#ifdef NO_FLAGS
    info->flags &= ~NO_FLAGS;
#endif
    return rv;
}

static ulong mechanism_info_of(ulong slot, ulong type, mechanism_info *info)
{
    ulong rv = ((ulong (*)(ulong, ulong, mechanism_info *))real.call[MECHANISM_INFO])(slot, type, info);
#ifdef NO_SIGN
    info->flags &= ~0x800UL;
#endif
#ifdef NO_CMAC
    rv = 0x70; /* CKR_MECHANISM_INVALID */
#endif
    return rv;
}

static ulong login(ulong session, ulong user, char *pin, ulong length)
{
    FILE *tries = fopen(TRIES, "a");
    fputc('.', tries);
    fclose(tries);
#ifdef LOGIN_SAYS
    return LOGIN_SAYS;
#endif
    return ((ulong (*)(ulong, ulong, char *, ulong))real.call[LOGIN])(session, user, pin, length);
}

static ulong destroy(ulong session, ulong object)
{
#ifdef NO_DESTROY
    return 6; /* CKR_FUNCTION_FAILED */
#endif
    return ((ulong (*)(ulong, ulong))real.call[DESTROY])(session, object);
}

static ulong read_attributes(ulong session, ulong object, attribute *attributes, ulong count)
{
    ulong rv = ((ulong (*)(ulong, ulong, attribute *, ulong))real.call[READ])(session, object, attributes, count);
#ifdef FLIPPED
    for (ulong i = 0; i < count; i++)
        if (attributes[i].type == FLIPPED && attributes[i].value)
            *(unsigned char *)attributes[i].value ^= 1;
#endif
#ifdef UNSAID
    for (ulong i = 0; i < count; i++)
        if (attributes[i].type == UNSAID) {
            attributes[i].length = ~0UL;
            rv = 0x12; /* CKR_ATTRIBUTE_TYPE_INVALID */
        }
#endif
#ifdef NO_READ
    rv = 6; /* CKR_FUNCTION_FAILED */
#endif
    return rv;
}

static ulong sign(ulong session, void *data, ulong length, void *mac, ulong *mac_length)
{
    ulong rv = ((ulong (*)(ulong, void *, ulong, void *, ulong *))real.call[SIGN])(session, data, length, mac, mac_length);
#ifdef SHORT_MAC
    if (mac)
        *mac_length = 8;
#endif
    return rv;
}

static ulong generate(ulong session, void *mechanism, attribute *attributes, ulong count, ulong *key)
{
#ifdef GENERATE_SAYS
    return GENERATE_SAYS;
#endif
#ifdef NOT_RIGID
    for (ulong i = 0; i < count; i++)
        if (attributes[i].type == 0x170)
            return NOT_RIGID;
#endif
    return ((ulong (*)(ulong, void *, attribute *, ulong, ulong *))real.call[GENERATE])(session, mechanism, attributes, count, key);
}

ulong C_GetFunctionList(list **out)
{
    void *library = dlopen(SOFTHSM, RTLD_NOW);
    list *theirs;
    ((ulong (*)(list **))dlsym(library, "C_GetFunctionList"))(&theirs);
    real = ours = *theirs;
    ours.call[TOKEN_INFO] = (void *)token_info_of;
    ours.call[MECHANISM_INFO] = (void *)mechanism_info_of;
    ours.call[LOGIN] = (void *)login;
    ours.call[DESTROY] = (void *)destroy;
    ours.call[READ] = (void *)read_attributes;
    ours.call[SIGN] = (void *)sign;
    ours.call[GENERATE] = (void *)generate;
    *out = &ours;
    return 0;
}
