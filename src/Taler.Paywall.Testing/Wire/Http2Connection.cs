using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Text;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Wire;

/// <summary>An open connection of HTTP/2 that carries one stream at a time.</summary>
internal sealed class Http2Connection : IAsyncDisposable
{
    private const int Window = int.MaxValue;
    private const int FirstWindow = 65535;

    private readonly Stream _stream;
    private readonly Http2Frames _frames;
    private int _lastStream = -1;

    private Http2Connection(Stream stream) => (_stream, _frames) = (stream, new Http2Frames(stream));

    /// <summary>Whether the connection can carry another request.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <exception cref="IOException">Nobody answers, or not in HTTP/2.</exception>
    public static async Task<Http2Connection> OpenAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        var connection = new Http2Connection(await server.ConnectAsync(SslApplicationProtocol.Http2, cancellationToken));
        try
        {
            await connection.GreetAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request and reads until its stream ends.</summary>
    /// <param name="block">The header block.</param>
    /// <param name="body">The body.</param>
    /// <param name="isTunnel">Whether a success opens a stream that never ends by itself.</param>
    /// <param name="exchange">What was read so far, also if the time ends.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ExchangeAsync(ReadOnlyMemory<byte> block, string body, bool isTunnel, Http2Exchange exchange, CancellationToken cancellationToken)
    {
        _lastStream += 2;
        IsOpen = false;
        using var output = new MemoryStream();
        Http2Frames.WriteHeaders(output, _lastStream, block.Span, endsStream: body.Length == 0 && !isTunnel);
        if (body.Length > 0)
            Http2Frames.Write(output, FrameType.Data, FrameFlags.EndStream, _lastStream, Encoding.Latin1.GetBytes(body));
        await _stream.WriteAsync(output.GetBuffer().AsMemory(0, (int)output.Length), cancellationToken);

        while (true)
        {
            var frame = await _frames.ReadAsync(cancellationToken);
            await ReplyAsync(frame, cancellationToken);
            if (frame.Type is FrameType.GoAway && BinaryPrimitives.ReadInt32BigEndian(frame.Payload) < _lastStream)
                return;
            if (frame.StreamId != _lastStream)
                continue;
            exchange.Take(frame);
            if (frame.Type is FrameType.Reset || exchange.IsComplete)
            {
                IsOpen = true;
                return;
            }
            // The rest of a tunnel, or of a body without end, is not waited for; the connection goes with it.
            if ((isTunnel && exchange.Answer.IsSuccess) || exchange.IsFull)
                return;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        output.Write(Http2Frames.Preface);
        Http2Frames.Write(output, FrameType.Settings, FrameFlags.None, 0, Settings((1, 0), (2, 0), (4, Window)));
        Http2Frames.Write(output, FrameType.WindowUpdate, FrameFlags.None, 0, Number(Window - FirstWindow));
        await _stream.WriteAsync(output.GetBuffer().AsMemory(0, (int)output.Length), cancellationToken);
        var first = await _frames.ReadAsync(cancellationToken);
        if (first.Type is not FrameType.Settings)
            throw new IOException("The server does not speak HTTP/2.");
        await ReplyAsync(first, cancellationToken);
    }

    private async Task ReplyAsync(Frame frame, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        if (frame is { Type: FrameType.Settings } && !frame.Has(FrameFlags.Ack))
            Http2Frames.Write(output, FrameType.Settings, FrameFlags.Ack, 0, []);
        if (frame is { Type: FrameType.Ping } && !frame.Has(FrameFlags.Ack))
            Http2Frames.Write(output, FrameType.Ping, FrameFlags.Ack, 0, frame.Payload);
        if (frame is { Type: FrameType.Data, Payload.Length: > 0 })
            Http2Frames.Write(output, FrameType.WindowUpdate, FrameFlags.None, 0, Number(frame.Payload.Length));
        if (output.Length > 0)
            await _stream.WriteAsync(output.GetBuffer().AsMemory(0, (int)output.Length), cancellationToken);
    }

    private static byte[] Settings(params (short Id, int Value)[] settings)
    {
        var payload = new byte[settings.Length * 6];
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(payload.AsSpan(i * 6), settings[i].Id);
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(i * 6 + 2), settings[i].Value);
        }
        return payload;
    }

    private static byte[] Number(int value)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, value);
        return payload;
    }
}

/// <summary>What a stream of HTTP/2 has said so far.</summary>
internal sealed class Http2Exchange
{
    private readonly List<Header> _headers = [];
    private readonly StringBuilder _body = new();
    private readonly List<byte> _block = [];
    private int _status;
    private bool _endsStream;

    public bool IsComplete { get; private set; }

    /// <summary>Whether the server said anything about the request, and be it that it will not answer.</summary>
    public bool HasFrames { get; private set; }

    public bool IsFull => _body.Length > Limits.BodyBytes;

    public Answer Answer => new(_status, [.. _headers], _body.ToString());

    public void Take(Frame frame)
    {
        HasFrames = true;
        if (frame.Type is FrameType.Data)
        {
            _body.Append(Encoding.Latin1.GetString(frame.Content));
            IsComplete = frame.Has(FrameFlags.EndStream);
        }
        if (frame.Type is not (FrameType.Headers or FrameType.Continuation))
            return;
        if (frame.Type is FrameType.Headers)
            _endsStream = frame.Has(FrameFlags.EndStream);
        _block.AddRange(frame.Content);
        if (frame.Has(FrameFlags.EndHeaders))
            TakeHeaders();
    }

    private void TakeHeaders()
    {
        foreach (var header in Hpack.Read(CollectionsMarshal.AsSpan(_block)))
        {
            if (header.Name != ":status")
                _headers.Add(header);
            else if (int.TryParse(header.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
                _status = status;
        }
        _block.Clear();
        IsComplete = _endsStream;
    }
}
