using System.Collections.Concurrent;
using Grpc.Core;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Routing;
using Smartbox.Protocol.Errors;

namespace Smartbox.Gateway.Pods;

/// <summary>Bounds how many calls wait for boxes to start.</summary>
internal sealed class HeldCalls(GatewayOptions options)
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Takes a place.</summary>
    /// <returns>Gives the place back when disposed.</returns>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED, with whose limit it is.</exception>
    public IDisposable Enter(BoxRoute route)
    {
        var place = new Place(this, "box:" + route.Uid, "owner:" + route.Owner);
        try
        {
            place.Take(options);
        }
        catch
        {
            place.Dispose();
            throw;
        }

        return place;
    }

    private sealed class Place(HeldCalls held, string box, string owner) : IDisposable
    {
        private readonly Stack<string> _taken = new();
        private bool _all;

        public void Take(GatewayOptions options)
        {
            _all = true;
            GatewayMetrics.Held.Inc();
            if (Interlocked.Increment(ref held._all) > options.MaxHeld)
            {
                throw Exhausted("this gateway");
            }

            Take(box, options.MaxHeldPerBox, "this box");
            Take(owner, options.MaxHeldPerOwner, "you");
        }

        public void Dispose()
        {
            while (_taken.TryPop(out var key))
            {
                if (held._counts.AddOrUpdate(key, 0, static (_, count) => count - 1) == 0)
                {
                    held._counts.TryRemove(new KeyValuePair<string, int>(key, 0));
                }
            }

            if (_all)
            {
                _all = false;
                Interlocked.Decrement(ref held._all);
                GatewayMetrics.Held.Dec();
            }
        }

        private void Take(string key, int limit, string whose)
        {
            _taken.Push(key);
            if (held._counts.AddOrUpdate(key, 1, static (_, count) => count + 1) > limit)
            {
                throw Exhausted(whose);
            }
        }

        private static RpcException Exhausted(string whose) => RpcErrors.Create(
            StatusCode.ResourceExhausted, ErrorReasons.TooManyWaiting, $"Too many calls of {whose} wait for a box to start.", TimeSpan.FromSeconds(2));
    }
}
