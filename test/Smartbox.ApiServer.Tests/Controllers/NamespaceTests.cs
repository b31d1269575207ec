namespace Smartbox.ApiServer.Tests.Controllers;

public sealed class NamespaceTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Delete_Namespace_TakesItsContentAlong()
    {
        var ns = await server.NewNamespaceAsync();
        await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");
        await server.PostAsync($"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases", """{"metadata":{"name":"a"}}""");

        var deleted = await server.DeleteAsync($"/api/v1/namespaces/{ns}");

        ((string?)deleted.Json["status"]!["phase"]).Should().Be("Terminating");
        await server.UntilAsync($"/api/v1/namespaces/{ns}", answer => answer.Code == 404);
        (await server.GetAsync($"/api/v1/namespaces/{ns}/configmaps/a")).Code.Should().Be(404);
        (await server.GetAsync($"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases/a")).Code.Should().Be(404);
    }

    [Fact]
    public async Task Delete_Namespace_TakesPodsFirst()
    {
        var ns = await server.NewNamespaceAsync();
        await server.PostAsync($"/api/v1/namespaces/{ns}/secrets", """{"metadata":{"name":"needed"}}""");
        var pod = await server.PostAsync(
            $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"}]}}""");
        pod.Code.Should().Be(201, pod.Text);

        await server.DeleteAsync($"/api/v1/namespaces/{ns}");
        await server.UntilAsync($"/api/v1/namespaces/{ns}/pods/p", answer => answer.Json["metadata"]!["deletionTimestamp"] is not null);

        (await server.GetAsync($"/api/v1/namespaces/{ns}/secrets/needed")).Code.Should().Be(200);
        await server.DeleteAsync($"/api/v1/namespaces/{ns}/pods/p?gracePeriodSeconds=0");
        await server.UntilAsync($"/api/v1/namespaces/{ns}", answer => answer.Code == 404);
    }

    [Fact]
    public async Task Create_InNamespaceThatGoes_IsForbidden()
    {
        var ns = await server.NewNamespaceAsync();
        await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"held","finalizers":["test.dev/hold"]}}""");
        await server.DeleteAsync($"/api/v1/namespaces/{ns}");

        var answer = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"late"}}""");

        answer.Code.Should().Be(403);
        answer.Message.Should().Be($"configmaps \"late\" is forbidden: unable to create new content in namespace {ns} because it is being terminated");
        ((string?)answer.Json["details"]!["causes"]![0]!["reason"]).Should().Be("NamespaceTerminating");
    }
}
