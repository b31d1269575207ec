namespace Smartbox.ApiServer.Requests.Writing;

/// <summary>The forms of a patch.</summary>
internal enum PatchType
{
    Json,
    Merge,
    StrategicMerge,
    Apply,
}
