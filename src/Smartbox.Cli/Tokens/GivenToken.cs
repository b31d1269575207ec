namespace Smartbox.Cli.Tokens;

/// <summary>A token that the user brought along. A file is read each time: whoever renews it need not restart a chat.</summary>
internal sealed class GivenToken(Func<string> read) : ITokenSource
{
    public Task<string> GetAsync(CancellationToken cancellationToken) => Task.FromResult(read());

    /// <summary>From the option or the variable; null when neither is there.</summary>
    public static GivenToken? From(string? file, CliEnvironment environment)
    {
        if (file is not null)
        {
            return new GivenToken(() => ReadFile(file));
        }

        return environment.Variable("SMARTBOX_TOKEN") is { Length: > 0 } token ? new GivenToken(token.Trim) : null;
    }

    private static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : throw new CliException(ExitCodes.Usage, $"The token file {file} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"The token file cannot be read: {e.Message}", e);
        }
    }
}
