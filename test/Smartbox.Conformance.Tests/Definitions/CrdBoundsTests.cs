using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Definitions;

/// <summary>Every bound of every schema holds, and is told in the same words.</summary>
public sealed class CrdBoundsTests
{
    [SkippableTheory]
    [Servers("smartboxes")]
    [Servers("smartboxtiers")]
    [Servers("smartboxtypes")]
    [Servers("smartboxstores")]
    public async Task Create_BeyondAnyBound_IsRefusedWithTheField(ServerKind kind, string plural)
    {
        await using var @case = await Case.BeginAsync(kind, plural);
        await OurDefinitions.RequireAsync(kind, @case);
        var spec = OurDefinitions.All[plural].Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"];
        var broken = new BoundBreaker(CompleteObjects.Of(plural, Folder(plural))).Break(["spec"], spec).ToList();

        var wrong = new List<string>();
        foreach (var mistake in broken)
        {
            var error = await @case.CreateErrorAsync(plural, mistake.Body);
            @case.Step($"{mistake.Field}: {error}");
            if (!error.Contains(mistake.Field, StringComparison.Ordinal) || !error.Contains(mistake.Message, StringComparison.Ordinal))
            {
                wrong.Add($"{mistake.Field} should have been refused with '{mistake.Message}', but: {error}");
            }
        }

        broken.Should().HaveCountGreaterThan(20);
        wrong.Should().BeEmpty();
        @case.Verify();
    }

    // A store has a bucket or a folder. With both its one rule fails, which is one more mistake and hides none.
    private static string Folder(string plural) => plural == "smartboxstores" ? "spec: {folder: {path: /data}}" : "{}";
}
