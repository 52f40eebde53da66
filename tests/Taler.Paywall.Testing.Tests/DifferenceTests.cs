using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Running;
using Taler.Paywall.Testing.Tests.Site;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests;

/// <summary>The same requests to the same application without a paywall: what that one gives away, this one sells; what is free there is free here.</summary>
public sealed class DifferenceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whatever_the_application_would_give_away_is_held() => await CompareAsync(Shop.Examples, isSold: true);

    [Fact]
    public async Task Whatever_is_free_without_a_paywall_is_free_with_it() => await CompareAsync(Shop.FreeExamples, isSold: false);

    private async Task CompareAsync(IReadOnlyList<Example> examples, bool isSold)
    {
        await using var bare = await Shop.OpenBareAsync();
        await using var shop = await Shop.OpenAsync();
        var wrong = new List<string>();
        foreach (var example in examples)
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
                    if (isSold ? Gives(with) : !IsFree(with) && with.Status != 400)
                        wrong.Add($"{example.Kind}, {request.Name}, {kind}: {Escaped.Request(request)} -> {with.Status}");
                }
            }
            output.WriteLine($"{example.Kind}: the bare application served {served} of {sent} cases");
            Assert.True(served >= 300, $"{example.Kind}: {served}");
        }
        Assert.Empty(wrong);
    }

    private static IWire Open(Listening app, Wires kind) =>
        new Door(new ServerAddress(app.Addresses[kind is Wires.Http1 ? 0 : 1], TrustsAnyCertificate: false), kind, new Limits(TimeSpan.FromSeconds(10))).Open();

    private static bool Gives(Answer answer) => answer.Status == 101 || answer.Body.Contains(Shop.Sold) || answer.Body.Contains(Shop.Connected);

    private static bool IsFree(Answer answer) => answer.Body.Contains(Shop.Free);
}
