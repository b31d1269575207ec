using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>What is not there says so.</summary>
public sealed class PathTests
{
    [SkippableTheory]
    [Servers]
    public async Task Path_ThatIsNotThere_IsNotFound(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        foreach (var path in new[]
        {
            "/nonsense", "/api/v2", "/api/v1/nonsense", "/apis/nonsense.example.com", "/apis/nonsense.example.com/v1/things", "/api/v1/namespaces/$ns/nonsense",
            "/api/v1/namespaces/$ns/secrets/a/nonsense", "/apis/smartbox.dev/v9/smartboxes", "/apis/coordination.k8s.io/v1/namespaces/$ns/nonsense",
        })
        {
            await @case.GetAsync(path);
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Method_ThatIsNotTaken_IsNotAllowed(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/secrets", "{metadata: {name: a}}");

        await @case.PutAsync("/api/v1/namespaces/$ns/secrets", "{metadata: {name: a}}");
        await @case.PostAsync("/api/v1/namespaces/$ns/secrets/a", "{metadata: {name: a}}");
        await @case.PostAsync("/api/v1/secrets", "{metadata: {name: a}}");
        await @case.DeleteAsync("/api/v1/namespaces");
        await @case.PatchAsync(Case.MergePatch, "/api/v1/namespaces/$ns/secrets", "{}");

        @case.Verify();
    }
}
