namespace Smartbox.Kubelet.Images;

/// <summary>The program that stands for an image.</summary>
public sealed record ImageEntry
{
    /// <summary>Absolute path of the program; null when containers have to name one by their <c>command</c>.</summary>
    public string? Program { get; init; }

    /// <summary>Arguments before the container's own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>First words of a container's <c>command</c> that mean <see cref="Program"/>, as <c>/app/agent</c> in the image.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Whether a container's <c>command</c> may be any program of this machine.</summary>
    public bool AllowsHostPrograms { get; init; }

    /// <summary>
    /// Variables that every container of the image gets, over those of its spec. Values are templates: <c>${mount:/path}</c> is the folder of the
    /// volume that is mounted there, <c>${podIP}</c> the pod's address, <c>${terminationLog}</c> the file of the termination message. A variable
    /// whose mount is absent is not set.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables of the spec in which <c>127.0.0.1</c> and <c>localhost</c> become the pod's address.</summary>
    public IReadOnlyList<string> LoopbackVariables { get; init; } = [];

    /// <summary>Variables of the spec whose value is a path in a mount and becomes the path of that folder.</summary>
    public IReadOnlyList<string> PathVariables { get; init; } = [];
}
