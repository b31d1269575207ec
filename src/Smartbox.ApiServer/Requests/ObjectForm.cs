namespace Smartbox.ApiServer.Requests;

/// <summary>What is shown of objects.</summary>
internal enum ObjectForm
{
    Whole,

    /// <summary>Rows for people.</summary>
    Table,

    /// <summary>Metadata alone.</summary>
    Metadata,

    /// <summary>A list of metadata.</summary>
    MetadataList,
}
