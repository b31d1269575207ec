namespace Smartbox.Protocol.Errors;

/// <summary>Values of <see cref="RpcErrors.DeliveredKey"/>.</summary>
public static class Delivered
{
    /// <summary>No message of this call that is not confirmed by an INPUT event reached the box.</summary>
    public const string None = "NONE";

    /// <summary>A message may have reached the box; sending it again with the same <c>client_msg_id</c> is safe.</summary>
    public const string Maybe = "MAYBE";
}
