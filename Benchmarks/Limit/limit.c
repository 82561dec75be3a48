#include "limit.h"

#include <stdio.h>
#include <string.h>

/* How far the C libraries themselves let such a program go; prints what it saw as one JSON object. */

static const char usage[] =
    "usage: limit organization CONCURRENCY      every account, as a sweep reads it\n"
    "       limit reports CONCURRENCY           has the credential report of every account made\n"
    "       limit pages COUNT CONNECTIONS       one account's authorization details again and again\n"
    "       limit requests COUNT CONNECTIONS    GetCallerIdentity again and again\n";

static char **ids;
static size_t id_count, next_id;
static bool only_report;
static long remaining, waiting;
static Signer *page_signer;

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL || *value == 0) fail(name, "is not set");
    return value;
}

/* MARK: The population */

static int by_text(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The value of a member of a flat object, as a new text; NULL if the object has no such member. */
static char *member(const char *object, const char *end, const char *name)
{
    Buffer key = {0};
    buffer_printf(&key, "\"%s\":\"", name);
    char *place = strstr(object, key.bytes);
    size_t length = key.length;
    free(key.bytes);
    return place == NULL || place > end ? NULL : strndup(place + length, strcspn(place + length, "\""));
}

static void list_accounts(Signer *signer, const char *token);

static void listed(Call *call, bool succeeded)
{
    if (!succeeded) fail("ListAccounts", call->json.bytes);
    char *end = call->json.bytes + call->json.length;
    for (char *object = call->json.bytes; (object = strstr(object, "{\"Id\":")) != NULL; object++) {
        char *stop = strchr(object, '}');
        char *state = member(object, stop, "State");
        if (state != NULL && strcmp(state, "ACTIVE") == 0) {
            ids = realloc(ids, (id_count + 1) * sizeof *ids);
            ids[id_count++] = member(object, stop, "Id");
        }
        free(state);
    }
    char *token = member(call->json.bytes, end, "NextToken");
    if (token != NULL) list_accounts(call->signer, token);
    free(token);
}

static Call *organizations(Signer *signer, const char *target, const char *token)
{
    Call *call = calloc(1, sizeof *call);
    call->signer = signer;
    call->action = call->target = target;
    if (token) buffer_printf(&call->body, "{\"NextToken\":\"%s\"}", token);
    else buffer_printf(&call->body, "{}");
    return call;
}

static void list_accounts(Signer *signer, const char *token)
{
    Call *call = organizations(signer, "AWSOrganizationsV20161128.ListAccounts", token);
    call->end = listed;
    transfer_submit(call);
}

static void described(Call *call, bool succeeded)
{
    if (!succeeded) fail("DescribeOrganization", call->json.bytes);
    list_accounts(call->signer, NULL);
}

static void read_population(Signer *signer)
{
    Call *call = organizations(signer, "AWSOrganizationsV20161128.DescribeOrganization", NULL);
    call->end = described;
    transfer_submit(call);
    transfer_run();
    if (id_count == 0) fail("ListAccounts", "no active account");
    qsort(ids, id_count, sizeof *ids, by_text);
}

/* MARK: Modes */

static void begin_next(void)
{
    if (next_id < id_count) account_begin(ids[next_id++], only_report, begin_next);
}

static void count_leaf(Call *call, const Leaf *leaf)
{
    (void)call;
    static const char *user, *users, *role, *roles;
    if (user == NULL) {
        user = interned("UserName");
        users = interned("UserDetailList");
        role = interned("RoleName");
        roles = interned("RoleDetailList");
    }
    if (leaf->name == user && leaf->grandparent == users) sight.users++;
    if (leaf->name == role && leaf->grandparent == roles) sight.roles++;
}

static void begin_repeated(void);

static void repeated(Call *call, bool succeeded)
{
    if (!succeeded) fail(call->action, "was refused");
    sight.answered++;
    if (page_signer) sight.bytes += (long)call->bytes;
    arena_free(call->arena);
    free(call->arena);
    if (remaining > 0) begin_repeated();
}

static void begin_repeated(void)
{
    Call *call = page_signer ? query(page_signer, IAM, "GetAccountAuthorizationDetails")
                             : query(&hub_sts, STS, "GetCallerIdentity");
    if (page_signer) buffer_printf(&call->body, DETAILS);
    call->arena = calloc(1, sizeof *call->arena);
    call->take = count_leaf;
    call->end = repeated;
    remaining--;
    transfer_submit(call);
}

static void begin_all_repeated(Signer *signer)
{
    page_signer = signer;
    for (long i = 0; i < waiting && remaining > 0; i++) begin_repeated();
}

int main(int count, char **arguments)
{
    const char *mode = count > 2 ? arguments[1] : "";
    long first = count > 2 ? atol(arguments[2]) : 0;
    bool repeats = strcmp(mode, "pages") == 0 || strcmp(mode, "requests") == 0;
    if (first < 1 || count != (repeats ? 4 : 3)) {
        fputs(usage, stderr);
        return 64;
    }
    hub_sts = (Signer){
        .service = "sts",
        .region = variable("AWS_REGION"),
        .access_key_id = variable("AWS_ACCESS_KEY_ID"),
        .secret = variable("AWS_SECRET_ACCESS_KEY"),
        .token = variable("AWS_SESSION_TOKEN"),
    };
    Signer hub_organizations = hub_sts;
    hub_organizations.service = "organizations";
    hub_organizations.region = "us-east-1";
    role_name = variable("BENCH_ROLE");
    external_id = variable("BENCH_EXTERNAL_ID");
    transfer_init(variable("AWS_ENDPOINT_URL"), 256);
    read_population(&hub_organizations);
    if (repeats) {
        remaining = first;
        waiting = atol(arguments[3]);
        if (strcmp(mode, "pages") == 0) account_open(ids[0], begin_all_repeated);
        else for (long i = 0; i < waiting && remaining > 0; i++) begin_repeated();
    } else {
        only_report = strcmp(mode, "reports") == 0;
        for (long i = 0; i < first; i++) begin_next();
    }
    transfer_run();
    printf("{\"accounts\":%ld,\"users\":%ld,\"roles\":%ld,\"keys\":%ld,\"ssh_keys\":%ld,", sight.accounts, sight.users,
           sight.roles, sight.keys, sight.ssh_keys);
    printf("\"bytes\":%ld,\"requests\":%ld}\n", sight.bytes, sight.answered);
    return 0;
}
