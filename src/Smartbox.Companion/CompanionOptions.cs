using Smartbox.Protocol;
using Env = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Companion;

/// <summary>Everything that can be set of a companion. Read from environment variables, checked once at start.</summary>
internal sealed class CompanionOptions
{
    /// <summary>Folder that survives the pod; the database lies in it.</summary>
    /// <value><c>/state</c></value>
    public string StatePath { get; set; } = "/state";

    /// <summary>Folder of the box's configuration, one file a key.</summary>
    /// <value><see cref="PodContract.ConfigPath"/></value>
    public string ConfigPath { get; set; } = PodContract.ConfigPath;

    /// <summary>Address that the service listens on.</summary>
    /// <value>Loopback: only the relay of the same pod may call.</value>
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>Port that the service listens on; 0 for any free one.</summary>
    /// <value><see cref="PodContract.AgentPort"/></value>
    public int ListenPort { get; set; } = PodContract.AgentPort;

    /// <summary>Base URL of an OpenAI-compatible API, such as <c>https://api.example.com/v1</c>; absent: the scripted model.</summary>
    public string? ModelEndpoint { get; set; }

    /// <summary>Name of the model at the endpoint.</summary>
    public string? ModelName { get; set; }

    /// <summary>Key of the endpoint; absent: none is sent that would mean anything (local servers ask for none).</summary>
    public string? ModelApiKey { get; set; }

    /// <summary>Longest silence of the endpoint, before and within an answer.</summary>
    /// <value>60 s</value>
    public TimeSpan ModelTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time of a whole turn, tools included.</summary>
    /// <value>5 min</value>
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a request is tried again that failed before any of its answer came.</summary>
    /// <value>2</value>
    public int ModelRetries { get; set; } = 2;

    /// <summary>Delay before the first retry; it doubles each time. A <c>Retry-After</c> of the endpoint is preferred.</summary>
    /// <value>500 ms</value>
    public TimeSpan ModelRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many of the latest messages of a session the model sees.</summary>
    /// <value>40</value>
    public int HistoryMessages { get; set; } = 40;

    /// <summary>How many characters these have together at most; the oldest are left out first.</summary>
    /// <value>48,000</value>
    public int HistoryCharacters { get; set; } = 48_000;

    /// <summary>How many facts the model is told without asking; it can recall the others.</summary>
    /// <value>50</value>
    public int KnownFacts { get; set; } = 50;

    /// <summary>When an unacknowledged reminder is sent again on the same stream.</summary>
    /// <value>30 s</value>
    public TimeSpan NoticeRepeat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the environment; the box's own <c>modelEndpoint</c> and <c>modelName</c> override the type's variables.</summary>
    public static CompanionOptions Read(Func<string, string?> variable)
    {
        var options = new CompanionOptions();
        options.StatePath = variable(Env.StatePath) ?? options.StatePath;
        options.ConfigPath = variable(Env.ConfigPath) ?? options.ConfigPath;
        options.ListenAddress = variable(Env.ListenAddress) ?? options.ListenAddress;
        options.ListenPort = variable(Env.ListenPort) is { Length: > 0 } port
            ? int.TryParse(port, out var number) ? number : -1
            : options.ListenPort;

        var config = new Configuration.BoxConfig(options.ConfigPath).Read();
        options.ModelEndpoint = NullIfBlank(config.ModelEndpoint) ?? NullIfBlank(variable(Env.ModelEndpoint));
        options.ModelName = NullIfBlank(config.ModelName) ?? NullIfBlank(variable(Env.ModelName));
        options.ModelApiKey = NullIfBlank(variable(Env.ModelApiKey));
        return options;
    }

    /// <summary>All that is wrong, one sentence each; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new List<string>();
        if (!Path.IsPathRooted(StatePath))
        {
            errors.Add($"{Env.StatePath} is '{StatePath}'; it must be an absolute path.");
        }

        if (!System.Net.IPAddress.TryParse(ListenAddress, out _))
        {
            errors.Add($"{Env.ListenAddress} is '{ListenAddress}'; it must be an IP address.");
        }

        if (ListenPort is < 0 or > 65535)
        {
            errors.Add($"{Env.ListenPort} must be a port number.");
        }

        if (ModelEndpoint is not null)
        {
            if (!Uri.TryCreate(ModelEndpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            {
                errors.Add($"The model endpoint ({Env.ModelEndpoint} or config key modelEndpoint) must be an http or https URL without a user name.");
            }

            if (ModelName is null)
            {
                errors.Add($"A model endpoint is set, but no model: set {Env.ModelName} or the config key modelName.");
            }
        }

        if (ModelRetries is < 0 or > 10)
        {
            errors.Add("ModelRetries must be 0 to 10.");
        }

        if (HistoryMessages < 1 || HistoryCharacters < 1 || KnownFacts < 0)
        {
            errors.Add("HistoryMessages and HistoryCharacters must be at least 1, KnownFacts at least 0.");
        }

        if (ModelTimeout <= TimeSpan.Zero || TurnTimeout <= TimeSpan.Zero || NoticeRepeat <= TimeSpan.Zero || ModelRetryDelay < TimeSpan.Zero)
        {
            errors.Add("ModelTimeout, TurnTimeout and NoticeRepeat must be longer than nothing, ModelRetryDelay not negative.");
        }

        return errors;
    }

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
