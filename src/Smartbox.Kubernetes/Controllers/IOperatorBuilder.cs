using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>Adds controllers, finalizers and plain caches to a host; made by <c>services.AddKubernetesOperator(…)</c>.</summary>
public interface IOperatorBuilder
{
    IOperatorBuilder AddController<TController, TEntity>(Action<IControllerBuilder<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>, new();

    IOperatorBuilder AddFinalizer<TFinalizer, TEntity>(string identifier)
        where TFinalizer : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>, new();
}
