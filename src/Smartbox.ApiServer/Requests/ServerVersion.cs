using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Requests;

/// <summary>What <c>/version</c> says: the Kubernetes version whose behaviour is served, so that clients' skew checks pass.</summary>
internal static class ServerVersion
{
    public const string Git = "v1.37.0+smartbox.local";

    public static JsonObject Document() => new()
    {
        ["major"] = "1",
        ["minor"] = "37",
        ["gitVersion"] = Git,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = RuntimeInformation.FrameworkDescription,
        ["platform"] = OperatingSystem.IsLinux() ? $"linux/{Architecture()}" : RuntimeInformation.RuntimeIdentifier,
    };

    private static string Architecture() => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "amd64" : "arm64";
}
