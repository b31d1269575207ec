using System.ComponentModel;
using Smartbox.Api;
using Smartbox.Cli.Kube;
using Smartbox.Protocol.Assertions;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Tokens;

internal sealed class TokenCommand(IAnsiConsole console, CliEnvironment environment) : AsyncCommand<TokenCommand.Settings>
{
    internal sealed class Settings : KubeSettings
    {
        [CommandOption("--user <USER>")]
        [Description("Whom the token is for: the owner of a box, such as alice@example.com. Required.")]
        public string? User { get; init; }

        [CommandOption("--ttl <TIME>")]
        [Description("How long it holds: 30s, 15m, 12h, 7d; at most 30d. Default: 1h.")]
        [DefaultValue("1h")]
        public string Ttl { get; init; } = "1h";

        /// <summary>The parsed <see cref="Ttl"/>; zero when it is none.</summary>
        public TimeSpan Lifetime => Duration.TryParse(Ttl, out var ttl) ? ttl : TimeSpan.Zero;

        public override ValidationResult Validate() =>
            string.IsNullOrWhiteSpace(User) ? ValidationResult.Error("--user is required")
            : Lifetime > TimeSpan.Zero && Lifetime <= TimeSpan.FromDays(30) ? ValidationResult.Success()
            : ValidationResult.Error($"--ttl is '{Ttl}'; it must be like 30s, 15m, 12h or 7d, at most 30d");
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.Require(settings, environment, "Signing a token needs a kubeconfig that may read the Secret smartbox-issuer");
        using var key = await IssuerKey.ReadAsync(cluster, settings.SystemNamespace, cancellationToken);
        var signer = new UserTokenSigner(Names.BuiltInIssuer, Names.TokenAudience, key, environment.Time);
        await console.Profile.Out.Writer.WriteLineAsync(signer.Sign(settings.User!.Trim(), settings.Lifetime));
        return ExitCodes.Ok;
    }
}
