namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Nodes: what a kubelet has yet to say is there, empty.</summary>
internal static class NodeStrategy
{
    public static readonly ResourceStrategy Strategy = new()
    {
        Default = node =>
        {
            var status = node.Child("status");
            if (status["capacity"] is System.Text.Json.Nodes.JsonObject capacity) status.Default("allocatable", capacity.DeepClone());
        },
    };
}
