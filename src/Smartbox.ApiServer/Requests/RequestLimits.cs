namespace Smartbox.ApiServer.Requests;

/// <summary>Bounds of one request and one answer, those of kube-apiserver.</summary>
internal static class RequestLimits
{
    public const int BodyBytes = 3 * 1024 * 1024;

    /// <summary>Shorter answers are not worth compressing.</summary>
    public const int CompressedBytes = 128 * 1024;
}
