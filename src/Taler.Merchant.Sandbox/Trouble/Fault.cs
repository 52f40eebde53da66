using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Trouble;

/// <summary>Trouble on order, for the next requests that match.</summary>
internal sealed record Fault
{
    private const int MaxTimes = 1_000_000;

    /// <summary>Method and path relative to the instance, with <c>*</c> for anything.</summary>
    public required string Match { get; init; }

    /// <summary>The status to answer with; null leaves the real answer, unless there is a body.</summary>
    public int? Status { get; init; }

    public TimeSpan Delay { get; init; }

    public bool Abort { get; init; }

    public int Times { get; init; } = 1;

    public string? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Whether the request is carried out first, so that only its answer is lost.</summary>
    public bool After { get; init; }

    public Delivery Delivery { get; init; } = new();

    public bool ReplacesAnswer => Status is not null || Body is not null;

    public static Fault Read(JsonObject body)
    {
        var times = body.Number("times") ?? 1;
        var status = body.Number("status");
        var delay = body.Number("delay_ms") ?? 0;
        if (times is < 1 or > MaxTimes)
            throw new RefusedException(Refusal.ParameterMalformed, "times");
        if (status is < 200 or > 599)
            throw new RefusedException(Refusal.ParameterMalformed, "status");
        if (delay < 0)
            throw new RefusedException(Refusal.ParameterMalformed, "delay_ms");
        return new Fault
        {
            Match = body.RequiredText("match"),
            Status = status,
            Delay = TimeSpan.FromMilliseconds(delay),
            Abort = body.Flag("abort") ?? false,
            Times = times,
            Body = body.Text("body"),
            ContentType = body.Text("content_type"),
            After = body.Flag("after") ?? false,
            Delivery = Delivery.Read(body),
        };
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["match"] = Match,
            ["status"] = Status,
            ["delay_ms"] = (long)Delay.TotalMilliseconds,
            ["abort"] = Abort,
            ["times"] = Times,
            ["body"] = Body,
            ["content_type"] = ContentType,
            ["after"] = After,
        };
        Delivery.WriteTo(json);
        return json;
    }

    public Answer ToAnswer() => Body is null
        ? Answer.Refused(new Refusal(Status ?? StatusCodes.Status200OK, 0, "Trouble on order: this answer was asked for."))
        : new Answer(Status ?? StatusCodes.Status200OK, ContentType ?? "application/json", System.Text.Encoding.UTF8.GetBytes(Body));
}
