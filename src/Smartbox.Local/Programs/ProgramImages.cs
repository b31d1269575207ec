using Smartbox.Kubelet.Images;
using Smartbox.Protocol;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Local.Programs;

/// <summary>What stands for the images of Smartbox: the programs of this build, told by variables where their folders are.</summary>
internal static class ProgramImages
{
    public const string Operator = "smartbox.dev/operator";
    public const string Gateway = "smartbox.dev/gateway";
    public const string Sidecar = "smartbox.dev/sidecar";
    public const string Companion = "smartbox.dev/companion";

    public static Dictionary<string, ImageEntry> Of(ProgramFolder programs) => new(StringComparer.Ordinal)
    {
        [Operator] = Entry(programs, ProgramFolder.Operator),
        [Gateway] = Entry(programs, ProgramFolder.Gateway),
        [Sidecar] = Entry(
            programs, ProgramFolder.Sidecar,
            (Variables.VolumePath, Mount(PodContract.VolumePath)),
            (Variables.RelayPath, Mount(PodContract.RelayPath)),
            (Variables.KeysPath, Mount(PodContract.KeysPath)),
            (Variables.TrustPath, Mount(PodContract.TrustPath)),
            (Variables.StoreCredentialsPath, Mount(PodContract.StoreCredentialsPath)),
            (Variables.TerminationLogPath, "${terminationLog}"),
            (Variables.ListenAddress, "${podIP}")) with
        { LoopbackVariables = [Variables.AgentEndpoint] },
        [Companion] = Entry(
            programs, ProgramFolder.Companion,
            (Variables.StatePath, Mount("/state")),
            (Variables.ConfigPath, Mount(PodContract.ConfigPath)),
            (Variables.CredentialsPath, Mount(PodContract.CredentialsPath)),
            (Variables.TerminationLogPath, "${terminationLog}"),
            (Variables.ListenAddress, "${podIP}"),
            ("TMPDIR", Mount("/tmp"))),
    };

    private static string Mount(string path) => $"${{mount:{path}}}";

    private static ImageEntry Entry(ProgramFolder programs, string program, params (string Name, string Value)[] variables) => new()
    {
        Program = programs.PathOf(program),
        Environment = RuntimeSettings.Variables.Concat(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))).ToDictionary(),
    };
}
