namespace Smartbox.Kubelet.Volumes;

/// <summary>A file of a volume whose content comes from the API.</summary>
/// <param name="Path">Relative, checked.</param>
/// <param name="Content">Bytes.</param>
/// <param name="Mode">Permissions.</param>
internal sealed record VolumeFile(string Path, byte[] Content, UnixFileMode Mode);
