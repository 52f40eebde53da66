using Microsoft.AspNetCore.OutputCaching;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>A policy of the output cache that switches storing on for everything: with cookies, whatever the status.</summary>
internal class EagerPolicy : IOutputCachePolicy
{
    public virtual ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.EnableOutputCaching = true;
        context.AllowCacheLookup = true;
        context.AllowCacheStorage = true;
        context.ResponseExpirationTimeSpan = TimeSpan.FromHours(1);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public virtual ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
}

/// <summary>Switches storing on again when the response has been made.</summary>
internal class StubbornPolicy : EagerPolicy
{
    public override ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage = true;
        return ValueTask.CompletedTask;
    }
}

/// <summary>As stubborn, and requests for one address wait for the first of them.</summary>
internal sealed class LockingPolicy(int expected) : StubbornPolicy
{
    private readonly TaskCompletionSource _allCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    /// <summary>As many requests have come as are expected.</summary>
    public Task AllCame => _allCame.Task;

    public override ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowLocking = true;
        if (Interlocked.Increment(ref _requests) == expected)
            _allCame.SetResult();
        return base.CacheRequestAsync(context, cancellation);
    }
}
