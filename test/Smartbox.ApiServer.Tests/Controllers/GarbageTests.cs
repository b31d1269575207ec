using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Tests.Controllers;

public sealed class GarbageTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Delete_Owner_TakesItsDependentsAlong()
    {
        var path = await NewPathAsync();
        var owner = await CreateAsync(path, "owner");
        await CreateAsync(path, "child", owner);
        var child = await server.GetAsync($"{path}/child");
        await CreateAsync(path, "grandchild", child);

        await server.DeleteAsync($"{path}/owner");

        await server.UntilAsync($"{path}/child", answer => answer.Code == 404);
        await server.UntilAsync($"{path}/grandchild", answer => answer.Code == 404);
    }

    [Fact]
    public async Task Delete_InForeground_WaitsForBlockingDependents()
    {
        var path = await NewPathAsync();
        var owner = await CreateAsync(path, "owner");
        await CreateAsync(path, "child", owner, blocks: true, finalizer: "test.dev/hold");

        var deleted = await server.DeleteAsync($"{path}/owner?propagationPolicy=Foreground");
        await server.UntilAsync($"{path}/child", answer => answer.Json["metadata"]!["deletionTimestamp"] is not null);

        ((string?)deleted.Json["metadata"]!["finalizers"]![0]).Should().Be("foregroundDeletion");
        (await server.GetAsync($"{path}/owner")).Code.Should().Be(200);
        await server.MergeAsync($"{path}/child", """{"metadata":{"finalizers":null}}""");
        await server.UntilAsync($"{path}/owner", answer => answer.Code == 404);
    }

    [Fact]
    public async Task Delete_Orphaning_LeavesDependentsWithoutOwner()
    {
        var path = await NewPathAsync();
        var owner = await CreateAsync(path, "owner");
        await CreateAsync(path, "child", owner);

        await server.DeleteAsync($"{path}/owner?propagationPolicy=Orphan");

        await server.UntilAsync($"{path}/owner", answer => answer.Code == 404);
        (await server.GetAsync($"{path}/child")).Json["metadata"]!["ownerReferences"].Should().BeNull();
    }

    [Fact]
    public async Task Create_OwnedByAnotherUid_IsDeleted()
    {
        var path = await NewPathAsync();
        var owner = (await CreateAsync(path, "owner")).Json;
        owner["metadata"]!["uid"] = "of-somebody-before";

        await CreateAsync(path, "child", new ApiAnswer(200, owner.ToJsonString(), null, []));

        await server.UntilAsync($"{path}/child", answer => answer.Code == 404);
        (await server.GetAsync($"{path}/owner")).Code.Should().Be(200);
    }

    [Fact]
    public async Task Delete_OneOfTwoOwners_OnlyRemovesTheReference()
    {
        var path = await NewPathAsync();
        var (one, two) = (await CreateAsync(path, "one"), await CreateAsync(path, "two"));
        await CreateAsync(path, "child", one, two);

        await server.DeleteAsync($"{path}/one");

        var child = await server.UntilAsync($"{path}/child", answer => answer.Json["metadata"]!["ownerReferences"]!.AsArray().Count == 1);
        ((string?)child.Json["metadata"]!["ownerReferences"]![0]!["name"]).Should().Be("two");
    }

    private async Task<string> NewPathAsync() => $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";

    private Task<ApiAnswer> CreateAsync(string path, string name, params ApiAnswer[] owners) => CreateAsync(path, name, owners, false, null);

    private Task<ApiAnswer> CreateAsync(string path, string name, ApiAnswer owner, bool blocks, string finalizer) =>
        CreateAsync(path, name, [owner], blocks, finalizer);

    private async Task<ApiAnswer> CreateAsync(string path, string name, ApiAnswer[] owners, bool blocks, string? finalizer)
    {
        var references = owners.Select(owner => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["name"] = owner.Json["metadata"]!["name"]!.DeepClone(),
            ["uid"] = owner.Json["metadata"]!["uid"]!.DeepClone(),
            ["blockOwnerDeletion"] = blocks,
        });
        var meta = new JsonObject { ["name"] = name, ["ownerReferences"] = new JsonArray([.. references]) };
        if (finalizer is not null)
        {
            meta["finalizers"] = new JsonArray(finalizer);
        }

        var answer = await server.PostAsync(path, new JsonObject { ["metadata"] = meta }.ToJsonString());
        answer.Code.Should().Be(201, answer.Text);
        return answer;
    }
}
