using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Taler.Paywall.Resources;

/// <summary>
/// Looks at all endpoints that sell themselves when the application has started, and stops it if an offer is wrong or if two endpoints
/// give one name to different offers: who pays the cheaper one may open the dearer.
/// </summary>
internal sealed class EndpointOffers(EndpointDataSource endpoints) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var mistakes = Mistakes();
        return mistakes.Count == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException("Endpoints that require a Taler payment are wrong:" + string.Concat(mistakes.Select(mistake => Environment.NewLine + "  - " + mistake)));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<string> Mistakes()
    {
        var mistakes = new List<string>();
        var offers = new Dictionary<string, ResourceRule>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints.Endpoints.Where(IsSold))
        {
            try
            {
                var rule = EndpointResources.RuleOf(endpoint);
                if (!offers.TryAdd(NameOf(rule), rule) && offers[NameOf(rule)] is var other && !IsSameOffer(rule, other))
                    mistakes.Add($"{rule.Setting}: has the name of {other.Setting} and another price or summary. One name is one offer; give one of them a Name of its own.");
            }
            catch (InvalidOperationException wrong)
            {
                mistakes.Add(wrong.Message);
            }
        }
        return mistakes;
    }

    private static bool IsSold(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is { Price: not null };

    private static bool IsSameOffer(ResourceRule one, ResourceRule other) =>
        one.Price == other.Price && string.Equals(one.Summary.Shape, other.Summary.Shape, StringComparison.Ordinal);

    /// <summary>Conventional routes share one pattern and differ in the values that it requires.</summary>
    private static string NameOf(ResourceRule rule) =>
        rule.Name.Shape + string.Concat(rule.Pattern.RequiredValues.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"|{value.Key}={value.Value}"));
}
