using System.ComponentModel;
using Smartbox.Local;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Local;

/// <summary>What <c>smartbox local up</c> is asked.</summary>
internal sealed class UpSettings : LocalSettings
{
    [CommandOption("--port <PORT>")]
    [Description("Port of the API server on 127.0.0.1. Default: that of the last time, or a free one.")]
    public int Port { get; init; }

    [CommandOption("--gateway-port <PORT>")]
    [Description("Port of the gateway on 127.0.0.1. Default: that of the last time, or a free one.")]
    public int GatewayPort { get; init; }

    [CommandOption("--store <URL>")]
    [Description("Bucket for the boxes: https://HOST/BUCKET[[/PREFIX]], with the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Default: that of the last time; at first, a folder.")]
    public string? Store { get; init; }

    [CommandOption("--store-region <REGION>")]
    [Description("Its region. Default: AWS_REGION, then auto.")]
    public string? StoreRegion { get; init; }

    [CommandOption("--apply <FILE>")]
    [Description("Apply a file or folder when all has started, and wait until its boxes are ready. May be given several times.")]
    public string[] Apply { get; init; } = [];

    [CommandOption("-d|--detach")]
    [Description("Go on in the background.")]
    public bool Detach { get; init; }

    public override ValidationResult Validate() =>
        Port is < 0 or > 65535 || GatewayPort is < 0 or > 65535 ? ValidationResult.Error("--port and --gateway-port must be 0 to 65535")
        : Port != 0 && Port == GatewayPort ? ValidationResult.Error("--port and --gateway-port must differ")
        : ValidationResult.Success();

    /// <summary>The bucket; null when none is given.</summary>
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public LocalStore? Bucket(CliEnvironment environment)
    {
        if (Store is null)
        {
            return null;
        }

        var keys = (environment.Variable("AWS_ACCESS_KEY_ID"), environment.Variable("AWS_SECRET_ACCESS_KEY"));
        return keys is ({ Length: > 0 } id, { Length: > 0 } secret)
            ? LocalStore.Parse(Store, StoreRegion ?? environment.Variable("AWS_REGION") ?? "auto", id, secret)
            // Not by options: those are there for everybody on the machine to see.
            : throw new CliException(ExitCodes.Usage, "--store needs the bucket's keys in the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    }
}
