namespace Smartbox.ApiServer.Resources.Protobuf;

/// <summary>A field as it is encoded.</summary>
/// <param name="Name">JSON name, or that of a struct which is taken in.</param>
/// <param name="Zero">What a zero means.</param>
internal sealed record WireField(string Name, WireZero Zero);
