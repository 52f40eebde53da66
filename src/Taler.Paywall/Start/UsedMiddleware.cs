using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.Start;

/// <summary>The pipelines and branches of pipelines in which <c>UseTalerPaywall()</c> was called.</summary>
internal sealed class UsedMiddleware
{
    private readonly HashSet<IApplicationBuilder> _pipelines = new(ReferenceEqualityComparer.Instance);

    public bool IsUsed => _pipelines.Count > 0;

    public IReadOnlyCollection<IApplicationBuilder> Pipelines => _pipelines;

    public void AddTo(IApplicationBuilder pipeline) => _pipelines.Add(pipeline);
}
