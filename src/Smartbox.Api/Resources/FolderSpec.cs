namespace Smartbox.Api.Resources;

/// <summary>A folder instead of a bucket.</summary>
public sealed class FolderSpec
{
    /// <summary>Absolute path.</summary>
    public string Path { get; set; } = "";
}
