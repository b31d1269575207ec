using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Hears of every change.</summary>
internal interface IObjectObserver
{
    /// <summary>Notes what has to be looked at. Must be quick: all changes of a resource wait for it.</summary>
    void Observe(ResourceType type, ObjectChange change);
}
