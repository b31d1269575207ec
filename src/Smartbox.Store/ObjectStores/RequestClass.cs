namespace Smartbox.Store.ObjectStores;

/// <summary>What a bucket's owner pays for: writes and listings are dear, reads are cheap, deletions are free (R2 and S3 alike).</summary>
public enum RequestClass
{
    /// <summary>PUT and LIST: class A.</summary>
    Write,

    /// <summary>GET and HEAD: class B.</summary>
    Read,

    /// <summary>DELETE.</summary>
    Delete,
}
