using Smartbox.Protocol;

namespace Smartbox.Sidecar.Hosting;

/// <summary>Reads environment variables and keeps what is wrong with them, so that a person sees all of it at once.</summary>
internal sealed class VariableReader(Func<string, string?> environment)
{
    private readonly List<string> _errors = [];

    /// <summary>Null when it is not set, or empty.</summary>
    public string? Optional(string name) => environment(name) is { Length: > 0 } text ? text : null;

    public string Text(string name, string fallback) => Optional(name) ?? fallback;

    public string Required(string name)
    {
        if (environment(name) is { Length: > 0 } text)
        {
            return text;
        }

        _errors.Add($"{name} is not set");
        return "";
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name, bool fallback) =>
        ParseOptional(name, "true or false", text => bool.TryParse(text, out var value) ? value : (bool?)null) ?? fallback;

    /// <summary>An <c>http(s)://</c> address; null when it is not set.</summary>
    public Uri? Http(string name) => ParseOptional(
        name, "an http(s):// address", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null);

    /// <summary>A required value.</summary>
    public T Parse<T>(string name, string shape, Func<string, T?> parse)
        where T : struct
    {
        var text = Required(name);
        return text.Length == 0 ? default : ParseText(name, text, shape, parse) ?? default;
    }

    /// <summary>Null when it is not set.</summary>
    public T? ParseOptional<T>(string name, string shape, Func<string, T?> parse)
        where T : struct =>
        environment(name) is { Length: > 0 } text ? ParseText(name, text, shape, parse) : null;

    /// <summary>Null when it is not set.</summary>
    public T? ParseOptional<T>(string name, string shape, Func<string, T?> parse)
        where T : class
    {
        if (environment(name) is not { Length: > 0 } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            Refuse(name, text, shape);
        }

        return value;
    }

    public void Fail(params IEnumerable<string> errors) => _errors.AddRange(errors.Select(error => error.TrimEnd('.')));

    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0)
        {
            throw new SidecarException(
                TerminationReasons.InvalidConfiguration, $"The container's environment is not complete: {string.Join("; ", _errors)}.");
        }
    }

    private T? ParseText<T>(string name, string text, string shape, Func<string, T?> parse)
        where T : struct
    {
        var value = parse(text);
        if (value is null)
        {
            Refuse(name, text, shape);
        }

        return value;
    }

    private void Refuse(string name, string text, string shape) => _errors.Add($"{name} is '{text}' and must be {shape}");
}
