namespace Smartbox.Protocol.Assertions;

/// <summary>Who signs assertions: the relay accepts the gateway's, the backup container the operator's.</summary>
public static class AssertionIssuers
{
    public const string Gateway = "smartbox-gateway";
    public const string Operator = "smartbox-operator";
}
