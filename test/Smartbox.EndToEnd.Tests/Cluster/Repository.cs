namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>Files of this checkout.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Cli => Path.Combine(Root, "artifacts", "bin", "smartbox");

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SmartboxOperator.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository.");
    }
}
