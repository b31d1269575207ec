using Smartbox.Conformance.Tests.Servers;
using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.Conformance.Tests.Kubectl;

/// <summary>Runs kubectl and helm, which a server is made for in the end.</summary>
internal static class KubectlCase
{
    /// <summary>Skips where a program is not on PATH.</summary>
    public static async Task RequireAsync(string program) => Skip.IfNot(await Shell.HasAsync(program), $"Skipped: {program} is not on PATH.");

    /// <summary>kubectl in the case's namespace; an error throws.</summary>
    public static async Task<string> KubectlAsync(this Case @case, string arguments, string? input = null) => (await @case.TryKubectlAsync(arguments, input)).OrThrow();

    /// <summary>kubectl in the case's namespace.</summary>
    /// <param name="case">The case.</param>
    /// <param name="arguments">Words; what is in single quotes is one.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="environment">More variables.</param>
    public static Task<ShellResult> TryKubectlAsync(this Case @case, string arguments, string? input = null, params (string Name, string Value)[] environment) =>
        @case.ShellAsync("kubectl", ["-n", @case.Namespace, "--cache-dir", CacheOf(@case), .. Words(@case.Fill(arguments))], input, environment);

    public static Task<ShellResult> ShellAsync(this Case @case, string program, string[] arguments, string? input = null, params (string Name, string Value)[] environment) =>
        Shell.RunAsync(program, arguments, input is null ? null : @case.Fill(input), new Dictionary<string, string>(environment.Select(e => KeyValuePair.Create(e.Name, e.Value)))
        {
            ["KUBECONFIG"] = @case.Server.Kubeconfig,
        });

    /// <summary>A folder that lasts as long as the process.</summary>
    public static string CacheOf(Case @case) => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "smartbox-conformance", @case.Namespace)).FullName;

    private static IEnumerable<string> Words(string text)
    {
        var parts = text.Split('\'');
        return parts.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
