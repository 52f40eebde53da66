using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.ModelTests.Histories;
using Taler.Paywall.ModelTests.World;
using SandboxOrder = Taler.Merchant.Sandbox.Orders.Order;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>What must hold after each answer and after each step, by the model's own record of what is true.</summary>
internal sealed class Rules(Scene scene)
{
    /// <summary>For how long a node does not repeat a question that the backend could not answer, and a second for the way there.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(11);

    /// <summary>An order that ends sooner is not offered any more, so a next one may stand beside it.</summary>
    private static readonly TimeSpan TimeToPay = TimeSpan.FromSeconds(30);

    private readonly Stage _stage = scene.Stage;
    private readonly HashSet<OrderId> _passedOver = [];

    public void Judge(Answer answer)
    {
        scene.Tally.Count("Answers", answer.Ending.ToString());
        if (answer.Ending is Ending.Wrong)
            throw scene.Break($"No request may be answered with {(int)answer.Status}: {answer.Body}");
        if (answer.Session is { } session)
        {
            foreach (var call in answer.Trace.Calls.Where(call => call is { Word: Word.Created or Word.Trouble, Order: not null }))
                _stage.Ledger.Attribute(call.Order!, session);
        }
        if (answer.Ending is Ending.Content)
            JudgeContent(answer);
        Notice(answer);
    }

    /// <summary>Who paid here is not asked to pay again.</summary>
    public void JudgeEnding(Answer answer)
    {
        if (answer.Ending is not Ending.PayDemand || answer.Session is not { } session)
            return;
        JudgeDemand(answer.Resource, session, answer.Trace);
    }

    public void JudgeDemand(int resource, SessionId session, Trace trace)
    {
        if (trace.HasTrouble || scene.Forged.Contains((session, resource)))
            return;
        var paidHere = scene.Orders(resource).Where(order => order.Payment?.Session == session && scene.SaleOf(order.Id)!.Resource == scene.NameOf(resource)).ToList();
        if (paidHere.Count > 0 && paidHere.TrueForAll(order => !order.IsRefunded))
            throw scene.Break("Who paid under this session is asked to pay again.");
    }

    /// <summary>What must hold between two steps.</summary>
    public void JudgeStep()
    {
        JudgePayable();
        JudgeLog();
    }

    /// <summary>
    /// Served only if the backend has just told this node that the order is paid under this session, for this resource, and not refunded; or told so
    /// not longer ago than the cache may hold it, or the grace in trouble.
    /// </summary>
    private void JudgeContent(Answer answer)
    {
        var orderId = answer.PaidBy!;
        if (scene.SaleOf(orderId)?.Resource != scene.NameOf(answer.Resource))
            throw scene.Break("Content is served by an order that is not for it.");
        if (answer.Session is not { } session)
            throw scene.Break("Content is served to nobody.");
        if (answer is { Way: not Way.Key, Brought: { } ticket } && ticket.Session == session && _stage.Clock.GetUtcNow() - ticket.Issued >= ShopSettings.SessionLifetime + answer.Took)
            throw scene.Break("Content is served to a session that has ended.");
        var words = answer.Trace.Calls.Where(call => call.Order == orderId && call.Word is not (Word.Trouble or Word.Created)).ToList();
        if (words.Exists(call => call.Word is not (Word.Missing or Word.Paid) && !IsMadeAgain(call)))
            throw scene.Break("Content is served although the backend has just said no.");
        if (_stage.Ledger.SinceConfirmed(answer.Node, orderId, session) - answer.Took is not { } age)
            throw scene.Break("Content is served that this node was never told to be paid.");
        if (age > ShopSettings.CacheLifetime && !IsInTrouble(answer))
            throw scene.Break($"Content is served without asking, {age} after the backend said that it is paid.");
        if (age > ShopSettings.CacheLifetime + ShopSettings.OutageGrace)
            throw scene.Break($"Content is served {age} after the backend said that it is paid.");
        var isTrue = _stage.Backend.Book.Find(orderId) is { IsRefunded: false, Payment: { } payment } && payment.Session == session;
        scene.Tally.Count("Content", (words.Exists(call => call.Word is Word.Paid) ? "confirmed" : age > ShopSettings.CacheLifetime ? "remembered in an outage" : "remembered") + (isTrue ? "" : ", and not true any more"));
    }

    /// <summary>Whether the backend lost what was paid, and speaks of a new order of the same ID.</summary>
    private bool IsMadeAgain(Call call) => call.Word is Word.Unpaid && scene.Gone.Contains(call.Order!);

    private bool IsInTrouble(Answer answer) => answer.Trace.HasTrouble || answer.MetOpenCircuit || _stage.Ledger.SinceTrouble(answer.Node) <= Pause + answer.Took;

    /// <summary>
    /// What a walk passed over, since the session had paid an older order, was never shown to anybody: no wallet can come upon it.
    /// </summary>
    private void JudgePayable()
    {
        var now = _stage.Clock.GetUtcNow();
        var payable = scene.Orders().Where(order =>
            order is { Payment: null, Claim: null } && !_passedOver.Contains(order.Id) && order.Proposal.PayDeadline.ToDateTimeOffset() - now >= TimeToPay + scene.SetBack);
        var doubled = payable
            .GroupBy(order => (Session: _stage.Ledger.SessionOf(order.Id), order.Proposal.FulfillmentUrl, scene.SaleOf(order.Id)!.Price))
            .FirstOrDefault(group => group.Key.Session is not null && group.Count() > 1 && !IsExcused(group));
        if (doubled is not null)
            throw scene.Break($"One session can pay {string.Join(" and ", doubled.Select(order => scene.Nick(order.Id)))}, for the same resource on the same terms.");
    }

    /// <summary>
    /// Known limits, of which none costs anybody money. A shop that forges orders for our pages disturbs its victims. And where the backend has cleared away or
    /// lost an order, nobody can tell that there was one: who comes with an older cookie makes it again.
    /// </summary>
    private bool IsExcused(IEnumerable<SandboxOrder> doubled) => scene.Forged.Count > 0 || doubled.Any(order => scene.Gone.Contains(order.Id));

    private void JudgeLog()
    {
        foreach (var line in _stage.Logs.SelectMany(log => log.Take()))
        {
            var text = line.ToString();
            if (scene.Secrets.FirstOrDefault(secret => text.Contains(secret, StringComparison.Ordinal)) is { } secret)
                throw scene.Break($"The log tells a secret: {text.Replace(secret, "***", StringComparison.Ordinal)}");
            if (line.Level >= LogLevel.Warning)
                scene.Tally.Count("Log", $"{line.Level}: {line.Event}");
            if (line.Level >= LogLevel.Error && !IsExpected(line.Event))
                throw scene.Break("Nobody expected this line of the log: " + text);
        }
    }

    private bool IsExpected(string? error) => error switch
    {
        "BackendRefused" => scene.HadRefusals,
        "FulfillmentUrlTaken" => scene.Forged.Count > 0,
        "PaidOrderLost" => scene.HasLost,
        _ => false,
    };

    private void Notice(Answer answer)
    {
        var calls = answer.Trace.Calls;
        foreach (var call in calls.Where(call => call.AlreadyPaid))
            _passedOver.Add(call.Order!);
        if (calls is [.., { Word: Word.Unpaid, AlreadyPaid: false } offered])
            _passedOver.Remove(offered.Order!);

        if (answer.Brought is { HasComputed: true } && calls is [{ Word: Word.Missing }, { Word: Word.Created }, ..])
            scene.Tally.Count(Tally.Events, Tally.CreatedAfterAll);
        if (answer.Ending is Ending.Content && calls.Any(call => call.AlreadyPaid && call.Order != answer.PaidBy) && calls[^1].Word is Word.Paid)
            scene.Tally.Count(Tally.Events, Tally.Adopted);
        if (calls.TakeWhile(call => !call.IsExpired).Count() is var at && calls.Skip(at + 1).Any(call => call.Word is Word.Created))
            scene.Tally.Count(Tally.Events, Tally.ExpiredReplaced);
    }
}
