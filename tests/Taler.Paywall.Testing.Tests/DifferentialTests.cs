using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Running;
using Taler.Paywall.Testing.Tests.Site;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests;

/// <summary>The same requests to the same application without a paywall: what that one gives away, this one sells; what is free there is free here.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    [Fact]
    public Task With_routing_after_everything_else_whatever_would_be_given_away_is_held() => CompareAsync(new RoutingLast(), isSold: true);

    [Fact]
    public Task With_routing_before_everything_else_whatever_would_be_given_away_is_held() => CompareAsync(new RoutingFirst(), isSold: true);

    [Fact]
    public Task With_routing_after_everything_else_whatever_was_free_is_free() => CompareAsync(new RoutingLast(), isSold: false);

    [Fact]
    public Task With_routing_before_everything_else_whatever_was_free_is_free() => CompareAsync(new RoutingFirst(), isSold: false);

    private async Task CompareAsync(ShopOf site, bool isSold)
    {
        await using var bare = await site.OpenBareAsync();
        await using var shop = await site.OpenAsync();
        var wrong = new List<string>();
        foreach (var example in isSold ? site.Sold : site.Free)
        {
            var (served, sent) = (0, 0);
            var cases = RequestCorpus.For(new AuditTarget(example.Path, example.Marker, example.Method, isSold), TalerPaywallDefaults.CookieName, seed: 7);
            foreach (var kind in new[] { Wires.Http1, Wires.Http2 })
            {
                await using var toBare = Open(bare, kind);
                await using var toShop = Open(shop, kind);
                foreach (var request in cases.Where(one => one.Wires.HasFlag(kind)))
                {
                    sent++;
                    var without = await toBare.SendAsync(request, TestContext.Current.CancellationToken);
                    if (isSold ? !Gives(without) : !IsFree(without))
                        continue;
                    served++;
                    var with = await toShop.SendAsync(request, TestContext.Current.CancellationToken);
                    if (isSold ? Gives(with) : !IsFree(with) && with.Status != 400 && !(IsDropped(with) && !request.NamesTarget))
                        wrong.Add($"{example.Kind}, {request.Name}, {kind}: {RequestText.Of(request)} -> {with.Status}");
                }
            }
            output.WriteLine($"{example.Kind}: the bare application served {served} of {sent} cases");
            Assert.True(served >= 300, $"{example.Kind}: {served}");
        }
        Assert.Empty(wrong);
    }

    private static IWire Open(Listening app, Wires kind) => app.Door(kind, TimeSpan.FromSeconds(10)).Open();

    private static bool Gives(Answer answer) => answer.Status == 101 || answer.Body.Contains(Shop.Sold) || answer.Body.Contains(Shop.Connected);

    /// <summary>A server that is told a wrong length may answer before it notices, or not: now in one application, now in the other.</summary>
    private static bool IsDropped(Answer answer) => answer.Status == 0;

    private static bool IsFree(Answer answer) => answer.Body.Contains(Shop.Free);
}
