using Smartbox.Local.Programs;

namespace Smartbox.Local.Tests;

/// <summary>What this checkout has built.</summary>
internal static class Checkout
{
    private static readonly DirectoryInfo s_output = new(AppContext.BaseDirectory.TrimEnd('/'));

    /// <summary>Debug or Release, as these tests.</summary>
    private static string Configuration => s_output.Parent!.Name;

    private static string Root => s_output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    public static ProgramFolder Programs => ProgramFolder.OfSources(Root, Configuration);

    public static string Cli => Path.Combine(Root, "src", "Smartbox.Cli", "bin", Configuration, "net10.0", "smartbox");
}
