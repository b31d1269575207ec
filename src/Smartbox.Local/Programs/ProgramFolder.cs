namespace Smartbox.Local.Programs;

/// <summary>Where the programs of this build are.</summary>
public sealed class ProgramFolder
{
    internal const string Operator = "Smartbox.Operator";
    internal const string Gateway = "Smartbox.Gateway";
    internal const string Sidecar = "Smartbox.Sidecar";
    internal const string Companion = "Smartbox.Companion";

    private readonly Func<string, string> _pathOf;

    private ProgramFolder(Func<string, string> pathOf) => _pathOf = pathOf;

    /// <summary>All in one folder, as <c>make build</c> publishes them: what they share is there once, also in memory.</summary>
    /// <exception cref="LocalException">One is not there.</exception>
    public static ProgramFolder Published(string folder) => new ProgramFolder(program => Path.Combine(folder, program)).Checked("run `make build`");

    /// <summary>Each where the compiler leaves it.</summary>
    /// <param name="repository">Root of the sources.</param>
    /// <param name="configuration">Debug or Release.</param>
    /// <exception cref="LocalException">One was not built.</exception>
    public static ProgramFolder OfSources(string repository, string configuration) => new ProgramFolder(
        program => Path.Combine(repository, "src", program, "bin", configuration, "net10.0", program)).Checked("build it");

    internal string PathOf(string program) => _pathOf(program);

    private ProgramFolder Checked(string advice)
    {
        foreach (var path in new[] { Operator, Gateway, Sidecar, Companion }.Select(_pathOf))
        {
            if (!File.Exists(path))
            {
                throw new LocalException($"There is no program {path}: {advice}.");
            }
        }

        return this;
    }
}
