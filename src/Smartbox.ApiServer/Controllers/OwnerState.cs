namespace Smartbox.ApiServer.Controllers;

/// <summary>How an owner stands.</summary>
internal enum OwnerState
{
    Present,

    /// <summary>There is none of that name, or another one.</summary>
    Gone,

    /// <summary>It is deleted as soon as what it owns is.</summary>
    Waiting,
}
