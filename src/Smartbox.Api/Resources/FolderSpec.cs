using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>A folder instead of a bucket.</summary>
public sealed class FolderSpec
{
    /// <summary>Absolute path of the folder.</summary>
    [AbsolutePath]
    public string Path { get; set; } = "";
}
