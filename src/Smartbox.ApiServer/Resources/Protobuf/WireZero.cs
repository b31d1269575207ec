namespace Smartbox.ApiServer.Resources.Protobuf;

/// <summary>What a zero in an encoded field means. Go encodes every field that is no pointer.</summary>
internal enum WireZero
{
    /// <summary>The field is absent.</summary>
    Absent,

    /// <summary>It is a value.</summary>
    Value,

    /// <summary>The field stands for the fields of a struct that is taken in.</summary>
    Inline,
}
