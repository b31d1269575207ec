namespace Smartbox.Kubernetes.Informers;

internal enum WatchFrameType
{
    Unknown,
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}
