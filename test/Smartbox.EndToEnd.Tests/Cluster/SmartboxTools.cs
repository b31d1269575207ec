namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>An image with bash, coreutils and sqlite3, which the product's own images lack on purpose.</summary>
internal static class SmartboxTools
{
    /// <summary>The test cluster has one; elsewhere SMARTBOX_TEST_TOOLS_IMAGE names one.</summary>
    public static string Image => Environment.GetEnvironmentVariable("SMARTBOX_TEST_TOOLS_IMAGE") is { Length: > 0 } image ? image : "smartbox.test/tools:1";
}
