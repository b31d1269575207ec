namespace Smartbox.EndToEnd.Tests.Api;

/// <summary>Every bound of every schema holds on the real API server.</summary>
public sealed class CrdBoundsTests
{
    public static TheoryData<string> Kinds { get; } = [.. CompleteObjects.Kinds];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Create_BeyondAnyBound_IsRefusedWithTheField(string plural)
    {
        var server = await ApiServer.RequireAsync();
        var spec = server.Definitions[plural].Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"];
        var broken = new BoundBreaker(CompleteObjects.Of(plural, Folder(plural))).Break(["spec"], spec).ToList();

        var wrong = new List<string>();
        foreach (var mistake in broken)
        {
            var error = await server.CreateErrorAsync(plural, mistake.Body);
            if (!error.Contains(mistake.Field, StringComparison.Ordinal) || !error.Contains(mistake.Message, StringComparison.Ordinal))
            {
                wrong.Add($"{mistake.Field} should have been refused with '{mistake.Message}', but: {error}");
            }
        }

        broken.Should().HaveCountGreaterThan(20);
        wrong.Should().BeEmpty();
    }

    // A store has a bucket or a folder. With both its one rule fails, which is one more mistake and hides none.
    private static string Folder(string plural) => plural == "smartboxstores" ? "spec: {folder: {path: /data}}" : "{}";
}
