using System.Net.Http.Headers;
using Taler.Merchant;
using Taler.Paywall.ModelTests.Histories;
using Taler.Paywall.ModelTests.World;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>How browsers and programs move between the nodes and the backend's pages. Every answer is judged.</summary>
internal sealed class Traffic(Scene scene, Rules rules)
{
    /// <summary>Browsers follow about twenty redirects; a healthy flow needs four.</summary>
    private const int MaxHops = 8;

    private const string TalerHeader = "Taler";

    private readonly Stage _stage = scene.Stage;

    /// <summary>Asks for a resource. Who opens a page goes wherever he is sent.</summary>
    public async Task<Ending> VisitAsync(Browser browser, int resource, int node, Way way)
    {
        scene.Wishes.Add((browser.Number, resource, way));
        return await FollowAsync(browser, resource, node, way, browser.Ask(way, scene.Url(resource)));
    }

    /// <summary>Presses a button of a page of ours, or does as a problem of ours says.</summary>
    public Task<Ending> PressAsync(Browser browser, int resource, int node, Way way, string action) =>
        FollowAsync(browser, resource, node, way, browser.Ask(way, $"{scene.Url(resource)}?taler_paywall={action}", HttpMethod.Post));

    /// <summary>Three tabs at once, on both nodes. Each then goes its way.</summary>
    public async Task OpenTabsAsync(Browser browser, int resource)
    {
        scene.Wishes.Add((browser.Number, resource, Way.Page));
        var sent = Enumerable.Range(0, 3).Select(tab => SendAsync(browser, resource, tab % 2, Way.Page, browser.Ask(Way.Page, scene.Url(resource)))).ToList();
        foreach (var answer in await Task.WhenAll(sent))
            await FollowAsync(Receive(answer.Answer, answer.Response));
    }

    private async Task<Ending> FollowAsync(Browser browser, int resource, int node, Way way, HttpRequestMessage request)
    {
        var (answer, response) = await SendAsync(browser, resource, node, way, request);
        return await FollowAsync(Receive(answer, response));
    }

    /// <summary>Goes wherever an answer leads. The nodes take turns.</summary>
    private async Task<Ending> FollowAsync(Answer answer)
    {
        var (browser, resource, node, way) = (answer.Browser, answer.Resource, answer.Node, answer.Way);
        for (var hop = 0; answer.Ending is Ending.Redirect; hop++)
        {
            if (hop == MaxHops)
                throw scene.Break("Redirects do not end.");
            var next = new Uri(new Uri(ShopSettings.Site), answer.Location!);
            if (next.Authority == _stage.Backend.BaseUrl.Authority)
            {
                if (await OpenOrderPageAsync(browser, resource, next) is not { } back)
                    return Ending.PayDemand;
                next = back;
            }
            if (next.AbsoluteUri != scene.Url(resource))
                throw scene.Break($"The visitor is sent to {next}.");
            node = 1 - node;
            var (asked, response) = await SendAsync(browser, resource, node, way, browser.Ask(way, next.AbsoluteUri));
            answer = Receive(asked, response);
        }
        rules.JudgeEnding(answer);
        if (answer.PayUri is { } payUri)
            browser.PayUris[resource] = payUri;
        return answer.Ending;
    }

    private async Task<(Answer Answer, HttpResponseMessage Response)> SendAsync(Browser browser, int resource, int node, Way way, HttpRequestMessage request)
    {
        var trace = Trace.Begin();
        var (started, brought) = (_stage.Clock.GetTimestamp(), _stage.Tickets.Read(browser.TicketFor(way)));
        var isCircuitOpen = _stage.Logs[node].IsCircuitOpen;
        using (request)
        {
            var response = await _stage.Nodes[node].SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var answer = new Answer(browser, resource, node, way, response.StatusCode, body)
            {
                Trace = trace,
                Took = _stage.Clock.GetElapsedTime(started),
                Brought = brought,
                MetOpenCircuit = isCircuitOpen,
                Location = response.Headers.Location,
                PayUri = Header(response, TalerHeader),
                PaidBy = Header(response, Node.PaidBy) is { } orderId ? OrderId.Parse(orderId) : null,
            };
            return (answer, response);
        }
    }

    private Answer Receive(Answer answer, HttpResponseMessage response)
    {
        using (response)
        {
            var text = answer.Browser.Keep(answer.Way, response);
            if (text is not null)
                scene.Secrets.Add(text);
            answer.Given = _stage.Tickets.Read(text);
            if (answer.Session is { } session)
                scene.Secrets.Add(session.Value);
        }
        scene.Tell($"{answer.Ending} of node {answer.Node}{(answer.PaidBy is { } orderId ? " by " + scene.Nick(orderId) : "")} [{string.Join(", ", answer.Trace.Calls.Select(Describe))}]");
        rules.Judge(answer);
        return answer;
    }

    /// <summary>Opens a payment page.</summary>
    /// <returns>Where it leads on; null if it asks for the payment.</returns>
    private async Task<Uri?> OpenOrderPageAsync(Browser browser, int resource, Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await _stage.Backend.Wire.SendAsync(request, CancellationToken.None);
        if (response.Headers.Location is { } location)
            return location;
        if (Header(response, TalerHeader) is not { } payUri)
            throw scene.Break($"The visitor is sent to a page of the backend that does not ask for money, but answers {(int)response.StatusCode}.");
        scene.Tell($"payment page of {scene.Nick(TalerPayUri.Parse(payUri).OrderId)}");
        browser.PayUris[resource] = payUri;
        return null;
    }

    private string Describe(Call call) => call switch
    {
        { Word: Word.Trouble } => "trouble",
        { Order: { } order } => $"{scene.Nick(order)}: {(call.IsExpired ? "expired " : "")}{call.Word}{(call.AlreadyPaid ? ", paid already" : "")}",
        _ => call.Word.ToString(),
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
