namespace Smartbox.Cli.Tokens;

/// <summary>Gives the caller's token, fresh for each call.</summary>
internal interface ITokenSource
{
    Task<string> GetAsync(CancellationToken cancellationToken);
}
