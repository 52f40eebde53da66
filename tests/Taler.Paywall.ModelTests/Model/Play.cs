using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Taler.Merchant;
using Taler.Paywall.ModelTests.Histories;
using Taler.Paywall.ModelTests.World;
using Order = Taler.Paywall.ModelTests.Histories.Order;
using SandboxOrder = Taler.Merchant.Sandbox.Orders.Order;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>Plays a history on a stage: does what each step says, and holds the rules to what comes of it.</summary>
internal sealed class Play
{
    private readonly Scene _scene;
    private readonly Stage _stage;
    private readonly Rules _rules;
    private readonly Traffic _traffic;
    private readonly Purse _purse;

    private Play(Scene scene)
    {
        (_scene, _stage, _rules) = (scene, scene.Stage, new Rules(scene));
        _traffic = new Traffic(scene, _rules);
        _purse = new Purse(scene);
    }

    /// <exception cref="Violation">A rule does not hold.</exception>
    public static async Task RunAsync(Stage stage, History history, Tally tally)
    {
        var scene = new Scene(stage, tally);
        var play = new Play(scene);
        try
        {
            foreach (var step in history.Steps)
            {
                scene.Tell(step);
                tally.Count("Steps", step.Kind);
                await play.TakeAsync(step);
                play._rules.JudgeStep();
            }
            await new HappyEnd(scene, play._traffic, play._purse).ReachAsync();
            play._rules.JudgeStep();
            play.CountEnd();
        }
        finally
        {
            play.CleanUp();
        }
    }

    private async Task TakeAsync(Step step)
    {
        switch (step)
        {
            case Visit visit:
                await _traffic.VisitAsync(_scene.Browsers[visit.Browser], visit.Resource, visit.Node, visit.Way);
                break;
            case Tabs tabs:
                await _traffic.OpenTabsAsync(_scene.Browsers[tabs.Browser], tabs.Resource);
                break;
            case Order order:
                await _traffic.PressAsync(_scene.Browsers[order.Browser], order.Resource, order.Node, Way.Page, "order");
                break;
            case BuyAgain again:
                await _traffic.PressAsync(_scene.Browsers[again.Browser], again.Resource, again.Node, Way.Page, "buy-again");
                break;
            case Claim claim:
                await _purse.ClaimAsync(_scene.Browsers[claim.Browser], claim.Resource, claim.Wallet);
                break;
            case Pay pay:
                await _purse.PayAsync(_scene.Browsers[pay.Browser], pay.Resource, pay.Wallet);
                break;
            case Forge forge:
                await ForgeAsync(_scene.Browsers[forge.Browser], forge.Resource);
                break;
            case Refund refund:
                await RefundAsync(refund);
                break;
            case PickUp pickUp:
                await _purse.PickUpAsync(pickUp.Resource);
                break;
            case Restart restart:
                await _stage.RestartAsync(restart.Node);
                break;
            default:
                Happen(step);
                break;
        }
    }

    /// <summary>Steps that nobody has to wait for.</summary>
    private void Happen(Step step)
    {
        switch (step)
        {
            case Reprice reprice:
                for (var node = 0; node < 2; node++)
                {
                    if (reprice.Node == node || reprice.Node > 1)
                        _stage.Settings[node].Price = reprice.Price;
                }
                break;
            case DropCookies drop:
                _scene.Browsers[drop.Browser].Cookie = null;
                break;
            case CopyCookies copy:
                (_scene.Browsers[copy.To].Cookie, _scene.Browsers[copy.To].Ticket) = (_scene.Browsers[copy.From].Cookie, _scene.Browsers[copy.From].Ticket);
                break;
            case RestoreCookie restore:
                _scene.Browsers[restore.Browser].GoBack(restore.Back);
                break;
            case Pass pass:
                _stage.Clock.Advance(pass.Time);
                break;
            case SetBack setBack:
                _stage.Clock.SetBack(setBack.Time);
                _scene.SetBack += setBack.Time;
                break;
            case Trouble trouble:
                _scene.HadRefusals |= trouble.Harm is Harm.NoInstance or Harm.Unauthorized;
                _stage.Troubles.Add(trouble.Harm, trouble.Calls, trouble.Node, trouble.Times);
                break;
            case Heal:
                _stage.Troubles.Clear();
                break;
            case Collect:
                // Not what a wallet holds: the shop may make one of the same ID again, which that wallet would take for the one that it has.
                foreach (var order in _scene.Orders().Where(order => order is { Payment: null, Claim: null } && order.Proposal.PayDeadline.ToDateTimeOffset() <= _stage.Clock.GetUtcNow()))
                    Delete(order.Id);
                break;
            case Lose lose:
                if (NewestPaid(lose.Resource) is { } lost)
                {
                    Delete(lost.Id);
                    _scene.HasLost = true;
                    _purse.Replace(lost.Id);
                }
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "Nobody knows how to play this step.");
        }
    }

    private void Delete(OrderId orderId)
    {
        _stage.Backend.Book.Delete(orderId, _ => null);
        _scene.Gone.Add(orderId);
    }

    private async Task ForgeAsync(Browser browser, int resource)
    {
        if (_stage.Tickets.Read(browser.Cookie)?.Session is not { } session)
            return;
        var orderId = OrderId.Parse("FORGED-" + Guid.NewGuid().ToString("N"));
        await AskBackendAsync("private/orders", new JsonObject
        {
            ["order"] = new JsonObject { ["order_id"] = orderId.Value, ["amount"] = "KUDOS:0.01", ["summary"] = "A trifle", ["fulfillment_url"] = _scene.Url(resource) },
            ["create_token"] = false,
        });
        using var wallet = _stage.Backend.NewWallet();
        await wallet.PayAsync(new TalerPayUri(_stage.Backend.BaseUrl, orderId, session), CancellationToken.None);
        _scene.Forged.Add((session, resource));
    }

    private async Task RefundAsync(Refund refund)
    {
        if (NewestPaid(refund.Resource) is not { } order || (order.IsRefunded && !refund.IsWhole))
            return;
        _scene.Tell("it is " + _scene.Nick(order.Id));
        var total = refund.IsWhole ? order.Payment!.Amount : Amount.Parse("KUDOS:0.1");
        if (refund.Node > 1)
        {
            await AskBackendAsync($"private/orders/{order.Id.Value}/refund", new JsonObject { ["refund"] = total.ToString(), ["reason"] = "A mistake" });
            return;
        }
        try
        {
            await _stage.Nodes[refund.Node].Merchant.RefundAsync(order.Id, total, "A mistake");
        }
        catch (TalerMerchantException trouble)
        {
            _scene.Tell($"the refund fails: {trouble.Failure}");
        }
    }

    private async Task AskBackendAsync(string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_stage.Backend.BaseUrl, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Backend.AccessToken);
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _stage.Backend.Wire.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
    }

    private SandboxOrder? NewestPaid(int resource) =>
        _scene.Orders(resource).LastOrDefault(order => order.Payment is not null && _scene.SaleOf(order.Id)!.Resource is not null);

    private void CountEnd()
    {
        var orders = _scene.Orders().ToList();
        _scene.Tally.Count("Histories", "played");
        if (orders.Exists(order => order.Payment is not null))
            _scene.Tally.Count("Histories", "with a purchase");
        if (orders.Exists(order => order.IsRefunded))
            _scene.Tally.Count("Histories", "with a refund");
    }

    private void CleanUp()
    {
        _stage.Troubles.Clear();
        foreach (var settings in _stage.Settings)
            settings.Price = 0;
        _stage.Clock.Advance(TimeSpan.FromMinutes(1));
        _stage.Ledger.Clear();
        foreach (var _ in _stage.Logs.SelectMany(log => log.Take()))
        {
            // What a broken history left behind is not the next one's.
        }
    }
}
