using System.Text;
using k8s.Models;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Tests.Json;

public sealed class EntityJsonTests
{
    private static readonly DateTime s_time = new DateTime(2026, 11, 25, 8, 0, 1, DateTimeKind.Utc).AddTicks(1_234_567);

    [Fact]
    public void Times_AreWholeSeconds()
    {
        var json = Text(new V1Condition { LastTransitionTime = s_time, Message = "m", Reason = "r", Status = "True", Type = "T" });

        json.Should().Contain("\"lastTransitionTime\":\"2026-11-25T08:00:01Z\"");
    }

    [Fact]
    public void Times_OfALease_HaveSixDigitsEvenWhenTheyAreZero()
    {
        Text(new V1LeaseSpec { RenewTime = s_time }).Should().Contain("\"renewTime\":\"2026-11-25T08:00:01.123456Z\"");
        Text(new V1LeaseSpec { RenewTime = s_time.AddTicks(-1_234_567) }).Should().Contain("\"renewTime\":\"2026-11-25T08:00:01.000000Z\"");
        Text(new Eventsv1Event { EventTime = s_time }).Should().Contain("\"eventTime\":\"2026-11-25T08:00:01.123456Z\"");
    }

    [Theory]
    [InlineData("2026-11-25T08:00:01Z", 0)]
    [InlineData("2026-11-25T08:00:01.5Z", 5_000_000)]
    [InlineData("2026-11-25T09:00:01+01:00", 0)]
    [InlineData("2026-11-25T08:00:01.123456789Z", 1_234_567)]
    public void Times_InAnyRfc3339Form_AreRead(string text, long ticks)
    {
        var condition = EntityJson.Deserialize<V1Condition>(Encoding.UTF8.GetBytes($$"""{"lastTransitionTime":"{{text}}"}"""));

        condition.LastTransitionTime.Should().Be(new DateTime(2026, 11, 25, 8, 0, 1, DateTimeKind.Utc).AddTicks(ticks));
    }

    [Fact]
    public void ManagedFields_AreNeitherReadNorWritten()
    {
        var pod = EntityJson.Deserialize<V1Pod>("""{"metadata":{"name":"a","managedFields":[{"manager":"x","fieldsV1":{"f:a":{}}}]}}"""u8);

        pod.Metadata.ManagedFields.Should().BeNull();
        pod.Metadata.Name.Should().Be("a");
        Text(new V1Pod { Metadata = new V1ObjectMeta { ManagedFields = [new V1ManagedFieldsEntry { Manager = "x" }] } }).Should().NotContain("managedFields");
    }

    [Fact]
    public void Clone_SharesNothing()
    {
        var pod = new V1Pod { Metadata = new V1ObjectMeta { Name = "a", Labels = new Dictionary<string, string> { ["k"] = "v" } } };

        var clone = EntityJson.Clone(pod);
        clone.Metadata.Labels["k"] = "changed";

        pod.Metadata.Labels["k"].Should().Be("v");
    }

    [Fact]
    public void KubernetesClientsOwnOptions_AreLeftAlone() =>
        k8s.KubernetesJson.Serialize(new V1LeaseSpec { RenewTime = s_time.AddTicks(-1_234_567) }).Should().Contain("08:00:01Z");

    private static string Text<T>(T value) => Encoding.UTF8.GetString(EntityJson.Serialize(value));
}
